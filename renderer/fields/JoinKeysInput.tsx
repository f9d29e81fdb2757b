import { Equal } from 'lucide-react'
import { icon12 } from '../ui/icon.ts'
import { AddButton } from './AddButton.tsx'
import { ColumnPicker } from './ColumnPicker.tsx'
import { useForm } from './form-context.ts'
import { ItemRow } from './ItemRow.tsx'
import { keyAt, listOf } from './list.ts'
import type { FieldProps } from './types.ts'

interface Pair {
  readonly left: string
  readonly right: string
}

/** A name without the letters that say which table it is of: `custkey` of `o_custkey`. */
const stem = (name: string): string => name.toLowerCase().replace(/^[a-z]{1,3}_/, '')

/** The next pair: columns of one name on both sides, or else of one but for what stands for their tables, where there are such. */
const nextPair = (
  left: readonly { readonly name: string }[],
  right: readonly { readonly name: string }[],
  taken: readonly Pair[],
): Pair => {
  const free = left.filter(column => !taken.some(pair => pair.left === column.name))
  for (const told of [(name: string) => name.toLowerCase(), stem])
    for (const { name } of free) {
      const match = right.find(other => told(other.name) === told(name))
      if (match) return { left: name, right: match.name }
    }
  return { left: '', right: '' }
}

const words = (port: string) => `${port.charAt(0).toUpperCase()}${port.slice(1)}`

export const JoinKeysInput = ({ id, setting, meta, value, problems, onChange }: FieldProps) => {
  const { inputs } = useForm()
  const pairs = listOf<Pair>(value)
  const [first, second] = meta.sides ?? ['left', 'right']
  const left = inputs[first] ?? []
  const right = inputs[second] ?? []
  const put = (index: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)))
  const wrong = (index: number, side: keyof Pair) =>
    problems.some(problem => problem.setting === `${setting}.${index}.${side}`)
  return (
    <div className="list-field">
      <ol>
        {pairs.map((pair, index) => (
          <ItemRow
            key={keyAt(index, pairs)}
            index={index}
            list={id}
            what={`key ${index + 1}`}
            onRemove={() => onChange(pairs.toSpliced(index, 1))}
          >
            <span className="grow">
              <ColumnPicker
                label={`${words(first)} column of key ${index + 1}`}
                placeholder={first}
                value={pair.left}
                columns={left}
                invalid={wrong(index, 'left')}
                onChange={column => put(index, { left: column })}
              />
            </span>
            <Equal {...icon12} />
            <span className="grow">
              <ColumnPicker
                label={`${words(second)} column of key ${index + 1}`}
                placeholder={second}
                value={pair.right}
                columns={right}
                invalid={wrong(index, 'right')}
                onChange={column => put(index, { right: column })}
              />
            </span>
          </ItemRow>
        ))}
      </ol>
      <AddButton label="Add a key" onClick={() => onChange([...pairs, nextPair(left, right, pairs)])} />
    </div>
  )
}
