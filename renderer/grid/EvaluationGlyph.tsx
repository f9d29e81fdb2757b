import type { GridEvaluation } from './types.ts'

const shapes = {
  skipped: (
    <>
      <circle cx="12" cy="12" r="9" strokeDasharray="3.5 3.6" />
      <path d="M8 12h8" />
    </>
  ),
  failed: (
    <>
      <rect x="3" y="3" width="18" height="18" rx="3" />
      <path d="M9 9.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2.1M12 17.3v.1" />
    </>
  ),
} satisfies Record<GridEvaluation['state'], unknown>

export const evaluationWords = {
  skipped: 'not evaluated',
  failed: 'could not be evaluated',
} satisfies Record<GridEvaluation['state'], string>

/** What was not judged: a dashed ring where there was nothing to judge, a box with a question where that failed. */
export const EvaluationGlyph = ({
  state,
  size = 14,
}: {
  readonly state: GridEvaluation['state']
  readonly size?: number
}) => (
  <svg
    className={`unjudged ${state}`}
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.4"
    strokeLinecap="round"
    role="img"
    aria-label={evaluationWords[state]}
  >
    {shapes[state]}
  </svg>
)
