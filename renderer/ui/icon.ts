/** Lucide icons at 14 or 16 pixels, with the house's one stroke. */
export const icon12 = { size: 12, strokeWidth: 1.75, 'aria-hidden': true } as const
export const icon14 = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const
export const icon16 = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const
export const icon20 = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const
