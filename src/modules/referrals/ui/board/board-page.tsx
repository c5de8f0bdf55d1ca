import { BoardView } from './board-view.tsx';

/** The reception board within the product's frame. */
export default function BoardPage() {
  return <BoardView isWall={false} />;
}
