/** What a problem's code means, for `weir help CODE` and the editor. */
export interface ProblemText {
  readonly title: string
  /** What it means and what to do, in a few sentences. */
  readonly explanation: string
}
