import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Caret, CodeFieldProps } from './CodeField.tsx'
import type { CodeContext } from './context.ts'
import type { CodeEditor } from './load.ts'
import { PlainCode } from './PlainCode.tsx'

const nothing: CodeContext = { columns: [], params: [] }
const tallest = 240
const shortest = { query: 120, expression: 48 } as const

/** Monaco, and until it is loaded a plain text area in its place. */
export const EditorCode = (props: CodeFieldProps & { readonly caret: RefObject<Caret | null> }) => {
  const { value, label, query = false, readOnly = false, placeholder = '', fill = false, caret } = props
  const host = useRef<HTMLDivElement>(null)
  const code = useRef<CodeEditor | null>(null)
  const latest = useRef(props)
  latest.current = props
  const least = query ? shortest.query : shortest.expression
  const [height, setHeight] = useState<number>(least)
  const [ready, setReady] = useState(false)

  useEffect(() => {
    let gone = false
    void import('./load.ts').then(({ openCodeEditor }) => {
      if (gone || !host.current) return
      code.current = openCodeEditor({
        host: host.current,
        value: latest.current.value,
        label,
        placeholder,
        query,
        readOnly,
        context: () => latest.current.context ?? nothing,
        onChange: text => latest.current.onChange?.(text),
        onHeight: pixels => setHeight(Math.min(Math.max(pixels, least), tallest)),
      })
      code.current.setProblems(latest.current.problems ?? [])
      if (caret.current) code.current.select(caret.current.start, caret.current.end)
      setReady(true)
    })
    const watch = new MutationObserver(() => code.current?.setTheme())
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      gone = true
      watch.disconnect()
      code.current?.dispose()
      code.current = null
    }
  }, [label, placeholder, query, readOnly, least, caret])

  useEffect(() => code.current?.setValue(value), [value])
  useEffect(() => code.current?.setProblems(props.problems ?? []), [props.problems])

  const wrong = (props.problems ?? []).some(problem => problem.severity === 'error')
  return (
    <div
      className={`code-field${fill ? ' fill' : ''}${wrong ? ' wrong' : ''}`}
      style={fill ? undefined : { height: height + 2 }}
      data-ready={ready}
    >
      <div ref={host} className="code-host" />
      {!ready && <PlainCode {...props} />}
    </div>
  )
}
