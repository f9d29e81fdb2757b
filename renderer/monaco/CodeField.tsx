import { useEffect, useRef, useState } from 'react'
import type { CodeContext, CodeProblem } from './context.ts'
import './code-field.css'
import type { CodeEditor } from './load.ts'

export interface CodeFieldProps {
  readonly value: string
  /** Names the field for screen readers. */
  readonly label: string
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

const nothing: CodeContext = { columns: [], params: [] }
const tallest = 240

/**
 * A field for an expression or a query: a plain text area at once, Monaco in its place as soon as it is loaded. Both hold the same value, so
 * that typing never waits.
 */
export const CodeField = (props: CodeFieldProps) => {
  const { value, label, query = false, readOnly = false, placeholder = '', fill = false } = props
  const host = useRef<HTMLDivElement>(null)
  const plain = useRef<HTMLTextAreaElement>(null)
  const code = useRef<CodeEditor | null>(null)
  const latest = useRef(props)
  latest.current = props
  const [height, setHeight] = useState(query ? 120 : 28)
  const [ready, setReady] = useState(false)

  useEffect(() => {
    let gone = false
    void import('./load.ts').then(({ openCodeEditor }) => {
      if (gone || !host.current) return
      const typing = document.activeElement === plain.current
      code.current = openCodeEditor({
        host: host.current,
        value: latest.current.value,
        label,
        placeholder,
        query,
        readOnly,
        context: () => latest.current.context ?? nothing,
        onChange: text => latest.current.onChange?.(text),
        onHeight: pixels => setHeight(Math.min(Math.max(pixels, query ? 120 : 28), tallest)),
      })
      code.current.setProblems(latest.current.problems ?? [])
      setReady(true)
      if (typing) code.current.focus()
    })
    const watch = new MutationObserver(() => code.current?.setTheme())
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      gone = true
      watch.disconnect()
      code.current?.dispose()
      code.current = null
    }
  }, [label, placeholder, query, readOnly])

  useEffect(() => code.current?.setValue(value), [value])
  useEffect(() => code.current?.setProblems(props.problems ?? []), [props.problems])

  const wrong = (props.problems ?? []).some(p => p.severity === 'error')
  return (
    <div
      className={`code-field${fill ? ' fill' : ''}${wrong ? ' wrong' : ''}`}
      style={fill ? undefined : { height: height + 2 }}
      data-ready={ready}
    >
      <div ref={host} className="code-host" />
      {!ready && (
        <textarea
          ref={plain}
          className="code-plain"
          aria-label={label}
          placeholder={placeholder}
          readOnly={readOnly}
          spellCheck={false}
          rows={query ? 6 : 1}
          value={value}
          onChange={event => props.onChange?.(event.target.value)}
        />
      )}
    </div>
  )
}
