/** Announced when a budget, a spend cap or a price list changed: what spaces cost is compared at once. */
export const SPENDING_CHANGED = 'spending'
