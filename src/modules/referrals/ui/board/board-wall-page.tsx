import { BoardView } from './board-view.tsx';

/** The reception board alone on a screen, for the desk at the door. */
export default function BoardWallPage() {
  return <BoardView isWall />;
}
