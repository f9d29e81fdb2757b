import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { Caret, CodeFieldProps } from './CodeField.tsx'
import { inserted, type Suggestion, suggestions } from './completion.ts'
import type { CodeContext } from './context.ts'
import { SuggestionList } from './SuggestionList.tsx'

const nothing: CodeContext = { columns: [], params: [] }
const most = 8

const insideText = (before: string) => (before.match(/'/g)?.length ?? 0) % 2 === 1

const beginsOrHolds = ({ kind, filter }: Suggestion, word: string): number => {
  const name = filter.toLowerCase()
  if (name.startsWith(word)) return 0
  return kind === 'column' && name.includes(word) ? 1 : 2
}

/** Offers for a word that was begun: names that begin so, then columns that hold it. */
export const offersAt = (text: string, at: number, context: CodeContext, query: boolean) => {
  const before = text.slice(0, at)
  const { items, replaces } = suggestions(before, context, query)
  const word = before.slice(before.length - replaces).toLowerCase()
  if (insideText(before) || /^\d/.test(word) || (word === '' && !before.endsWith('.'))) return { found: [], replaces }
  const ranked = items.map(item => ({ item, rank: beginsOrHolds(item, word) })).filter(({ rank }) => rank < 2)
  const found = ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ item }) => item)
  const complete = found.length > 0 && found[0]?.filter.toLowerCase() === word && found[0].kind !== 'function'
  return { found: complete ? [] : found, replaces }
}

const useOwnHeight = (value: string) => {
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const element = field.current
    if (!element || element.value !== value) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight + 2}px`
  }, [value])
  return field
}

/** A text area that grows with its text, and completes columns, parameters and functions. */
export const PlainCode = (props: CodeFieldProps & { readonly caret: RefObject<Caret | null> }) => {
  const {
    id,
    label,
    query = false,
    value,
    placeholder,
    context = nothing,
    problems = [],
    readOnly,
    onChange,
    caret,
  } = props
  const field = useOwnHeight(value)
  const listId = useId()
  const [at, setAt] = useState<number | null>(null)
  const [chosen, setChosen] = useState(0)
  const placed = useRef<number | null>(null)
  const { found, replaces } = at === null || readOnly ? { found: [], replaces: 0 } : offersAt(value, at, context, query)

  useLayoutEffect(() => {
    if (placed.current !== null && field.current?.value === value)
      field.current.setSelectionRange(placed.current, placed.current)
    placed.current = null
  }, [value, field])

  useEffect(() => {
    const place = caret.current
    if (!place) return
    field.current?.focus()
    field.current?.setSelectionRange(place.start, place.end)
  }, [caret, field])

  const remember = () => {
    const element = field.current
    if (element && document.activeElement === element)
      caret.current = { start: element.selectionStart, end: element.selectionEnd }
  }
  const take = (index: number) => {
    const suggestion = found[index]
    if (!suggestion || at === null) return
    const next = inserted(value, at, replaces, suggestion)
    placed.current = next.at
    caret.current = { start: next.at, end: next.at }
    setAt(null)
    onChange?.(next.text)
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = (work: () => void) => {
      event.preventDefault()
      event.stopPropagation()
      work()
    }
    if (event.key === ' ' && event.ctrlKey) return act(() => setAt(field.current?.selectionStart ?? 0))
    if (found.length === 0) return
    if (event.key === 'ArrowDown') act(() => setChosen((chosen + 1) % found.length))
    else if (event.key === 'ArrowUp') act(() => setChosen((chosen + found.length - 1) % found.length))
    else if (event.key === 'Tab' || (event.key === 'Enter' && !event.shiftKey)) act(() => take(chosen))
    else if (event.key === 'Escape') act(() => setAt(null))
  }

  return (
    <>
      <textarea
        ref={field}
        id={id}
        rows={query ? 6 : 1}
        className="code-text"
        value={value}
        placeholder={placeholder}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        aria-label={label}
        aria-invalid={problems.some(problem => problem.severity === 'error') || undefined}
        aria-autocomplete="list"
        aria-controls={found.length ? listId : undefined}
        onChange={event => {
          setAt(event.target.selectionStart)
          setChosen(0)
          caret.current = { start: event.target.selectionStart, end: event.target.selectionEnd }
          onChange?.(event.target.value)
        }}
        onKeyDown={onKeyDown}
        onKeyUp={remember}
        onSelect={remember}
        onBlur={() => {
          setAt(null)
          caret.current = null
        }}
      />
      {found.length > 0 && field.current && (
        <SuggestionList id={listId} anchor={field.current} found={found} chosen={chosen} onTake={take} />
      )}
    </>
  )
}
