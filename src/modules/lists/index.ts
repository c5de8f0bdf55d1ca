export {
  type AnyListOffer,
  type BulkAction,
  bulkAction,
  type Change,
  type ExportColumn,
  type ListOffer,
  listOffer,
} from './offer.ts';
export { listsModule } from './parts.ts';
