export interface FilterOption {
  readonly value: string;
  readonly label: string;
}

/** A field people may filter by. Money is typed in yuan and asked in fen; days are the hospital's calendar days, both included. */
export type FilterSpec = { readonly field: string; readonly label: string } & (
  | { readonly kind: 'choice'; readonly options: readonly FilterOption[] }
  | { readonly kind: 'text' }
  | { readonly kind: 'days' }
  | { readonly kind: 'month' }
  | { readonly kind: 'money' }
  | { readonly kind: 'number'; readonly unit?: string }
  | { readonly kind: 'flag'; readonly yes?: string; readonly no?: string }
  | { readonly kind: 'filled'; readonly yes?: string; readonly no?: string }
);
