import { useRef } from 'react'
import { TextField } from '../ui/TextField.tsx'
import { AddButton } from './AddButton.tsx'
import { ItemRow } from './ItemRow.tsx'
import { keyAt, listOf, movedTo } from './list.ts'
import { readValue, shownValue } from './list-value.ts'
import { itemOf } from './schema.ts'
import type { FieldProps } from './types.ts'

/** Texts, one a line; Enter adds the next, pasted lines become items. */
export const TextListInput = ({ id, setting, meta, schema, value, problems, onChange }: FieldProps) => {
  const items = listOf<unknown>(value)
  const list = useRef<HTMLOListElement>(null)
  const item = itemOf(schema)
  const textsOnly = item ? !item.safeParse(0).success : true
  const mono = /pattern/i.test(setting)
  const focus = (index: number) => requestAnimationFrame(() => list.current?.querySelectorAll('input')[index]?.focus())
  const insert = (index: number, texts: readonly string[]) => {
    onChange(items.toSpliced(index, 0, ...texts.map(text => readValue(text, textsOnly))))
    focus(index + texts.length - 1)
  }
  return (
    <div className="list-field">
      <ol ref={list}>
        {items.map((each, index) => (
          <ItemRow
            key={keyAt(index, items)}
            index={index}
            list={id}
            what={shownValue(each) || 'the empty text'}
            onMove={(from, to) => onChange(movedTo(items, from, to))}
            onRemove={() => onChange(items.toSpliced(index, 1))}
          >
            <TextField
              size="sm"
              className="grow"
              mono={mono}
              value={shownValue(each)}
              placeholder="the empty text"
              invalid={problems.some(problem => problem.setting === `${setting}.${index}`)}
              aria-label={`${meta.label} ${index + 1}`}
              onChange={text => onChange(items.with(index, readValue(text, textsOnly)), String(index))}
              onKeyDown={event => {
                if (event.key === 'Enter') insert(index + 1, [''])
                if (event.key === 'Backspace' && shownValue(each) === '') {
                  event.preventDefault()
                  onChange(items.toSpliced(index, 1))
                  focus(Math.max(0, index - 1))
                }
              }}
              onPaste={event => {
                const lines = event.clipboardData
                  .getData('text/plain')
                  .split(/\r?\n/)
                  .filter(line => line !== '')
                if (lines.length < 2) return
                event.preventDefault()
                insert(index + 1, lines)
              }}
            />
          </ItemRow>
        ))}
      </ol>
      <AddButton label="Add" onClick={() => insert(items.length, [''])} />
    </div>
  )
}
