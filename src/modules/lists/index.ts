export { listsModule } from './parts.ts';
