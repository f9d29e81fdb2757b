import type { Column } from '#core/relation/relation.ts'
import { CodeField } from '../monaco/CodeField.tsx'
import { TextField } from '../ui/TextField.tsx'
import { AddButton } from './AddButton.tsx'
import { problemsAt, useForm } from './form-context.ts'
import { ItemRow } from './ItemRow.tsx'
import { keyAt, listOf, movedTo, without } from './list.ts'
import { ProblemLine } from './ProblemLine.tsx'
import { TypePicker } from './TypePicker.tsx'
import type { FieldProps } from './types.ts'

interface Formula {
  readonly name: string
  readonly expression: string
  readonly type?: string
}

/** Later formulas see the earlier ones. */
const seenBy = (columns: readonly Column[], formulas: readonly Formula[], index: number): readonly Column[] => {
  const earlier = formulas.slice(0, index).map(({ name, type }) => ({ name, type: type ?? 'computed' }))
  return [...columns.filter(column => !earlier.some(other => other.name === column.name)), ...earlier]
}

const freshName = (formulas: readonly Formula[]) => {
  const taken = new Set(formulas.map(formula => formula.name))
  let count = 1
  while (taken.has(`column_${count}`)) count++
  return `column_${count}`
}

/** New columns, one after the other: name, type and expression. */
export const FormulaListInput = ({ id, setting, value, columns, problems, onChange }: FieldProps) => {
  const { params } = useForm()
  const formulas = listOf<Formula>(value)
  const put = (index: number, part: { [K in keyof Formula]?: Formula[K] | undefined }, typing?: string) =>
    onChange(
      formulas.map((formula, at) => (at === index ? without({ ...formula, ...part }) : formula)),
      typing && `${index} ${typing}`,
    )
  return (
    <div className="list-field">
      <ol>
        {formulas.map((formula, index) => {
          const own = problemsAt(problems, `${setting}.${index}`)
          const expression = problemsAt(problems, `${setting}.${index}.expression`)
          return (
            <ItemRow
              key={keyAt(index, formulas)}
              index={index}
              list={id}
              what={formula.name}
              invalid={own.length > 0}
              className="formula"
              onMove={(from, to) => onChange(movedTo(formulas, from, to))}
              onRemove={() => onChange(formulas.toSpliced(index, 1))}
            >
              <div className="formula-body" data-setting={`${setting}.${index}`}>
                <div className="formula-head">
                  <TextField
                    size="sm"
                    className="grow"
                    value={formula.name}
                    aria-label={`Name of column ${index + 1}`}
                    placeholder="name"
                    onChange={name => put(index, { name }, 'name')}
                  />
                  <TypePicker
                    value={formula.type ?? ''}
                    placeholder="as computed"
                    label={`Type of ${formula.name}`}
                    onChange={(type, typing) => put(index, { type: type || undefined }, typing)}
                  />
                </div>
                <div data-setting={`${setting}.${index}.expression`}>
                  <CodeField
                    id={`${id}-${index}`}
                    label={`Expression of ${formula.name}`}
                    value={formula.expression}
                    placeholder="price * quantity"
                    context={{ columns: seenBy(columns, formulas, index), params }}
                    problems={expression}
                    onChange={text => put(index, { expression: text }, 'expression')}
                  />
                </div>
                {own.map(problem => (
                  <ProblemLine key={`${problem.code} ${problem.setting} ${problem.message}`} problem={problem} />
                ))}
              </div>
            </ItemRow>
          )
        })}
      </ol>
      <AddButton
        label="Add a column"
        onClick={() => onChange([...formulas, { name: freshName(formulas), expression: '' }])}
      />
    </div>
  )
}
