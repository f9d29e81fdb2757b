import { useRef, useState } from 'react'
import './code-field.css'
import type { CodeContext, CodeProblem } from './context.ts'
import { EditorCode } from './EditorCode.tsx'
import { PlainCode } from './PlainCode.tsx'

export interface CodeFieldProps {
  readonly value: string
  /** Names the field for screen readers. */
  readonly label: string
  readonly id?: string
  readonly onChange?: (value: string) => void
  /** A whole query with line numbers, or one expression that grows with its text. */
  readonly query?: boolean
  readonly readOnly?: boolean
  readonly placeholder?: string
  readonly context?: CodeContext
  readonly problems?: readonly CodeProblem[]
  /** Fill the parent instead of growing with the text. */
  readonly fill?: boolean
}

/** Where typing is, when the plain text gives way to the editor. */
export interface Caret {
  readonly start: number
  readonly end: number
}

/**
 * A field for an expression or a query. One line is a plain text area with completion of its own; a query, and an expression of several lines, get
 * Monaco as soon as it is loaded. All hold the same value, so that typing never waits.
 */
export const CodeField = (props: CodeFieldProps) => {
  const caret = useRef<Caret | null>(null)
  const [several, setSeveral] = useState(false)
  const wanted = props.query === true || several || props.value.includes('\n')
  // what had several lines once stays in the editor, so that deleting one does not swap the field under the hands
  if (wanted && !several) setSeveral(true)
  return wanted ? <EditorCode {...props} caret={caret} /> : <PlainCode {...props} caret={caret} />
}
