const joiners = '[\\x{200c}\\x{200d}]+'

/** What is read with no joiner: where one stands beside it, nothing is joined. */
const plain = '[\\s\\x{0}-\\x{7f}\\x{a0}]'

/**
 * Characters without a shape, as RE2 knows them: soft hyphens, zero-width spaces, marks of direction, byte order marks. What makes one
 * sign of several (variation selectors, tags) is none of them.
 */
export const invisible =
  '[\\x{ad}\\x{61c}\\x{180e}\\x{200b}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2064}\\x{2066}-\\x{206f}\\x{feff}\\x{fff9}-\\x{fffb}]+'

/** Joiners that join nothing, with what stands before them; those inside emoji, Persian or Indic words have a meaning. */
export const looseBefore = `(^|${plain})${joiners}`

/** The same, with what stands behind them. */
export const looseAfter = `${joiners}(${plain}|$)`
