import type { TypedText } from '../relation/expression.ts'
import type { Compiled } from './kind.ts'

/** What a node with these typed texts says of itself: nothing, or that a function in them gives other values in every run. */
export const uncertain = (texts: readonly (TypedText | null)[]): Pick<Compiled, 'notDeterministic'> =>
  texts.some(text => text?.volatile)
    ? { notDeterministic: 'An expression uses a function whose values differ from run to run.' }
    : {}
