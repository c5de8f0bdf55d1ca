import { incentivesModule } from '#modules/incentives/index.ts';
import type { ModuleParts } from './parts.ts';

/** Every module of the product, lowest first. */
export const modules: readonly ModuleParts[] = [incentivesModule];
