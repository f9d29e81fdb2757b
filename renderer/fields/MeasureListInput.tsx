import { z } from '#core/node/settings.ts'
import type { Column } from '#core/relation/relation.ts'
import { CodeField } from '../monaco/CodeField.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { Toggle } from '../ui/Toggle.tsx'
import { AddButton } from './AddButton.tsx'
import { ColumnPicker } from './ColumnPicker.tsx'
import { problemsAt, useForm } from './form-context.ts'
import { ItemRow } from './ItemRow.tsx'
import { keyAt, listOf, movedTo, without } from './list.ts'
import { ProblemLine } from './ProblemLine.tsx'
import { SortListInput } from './SortListInput.tsx'
import { choicesOf, itemOf, unwrap } from './schema.ts'
import type { FieldProps } from './types.ts'

interface Measure {
  readonly name: string
  readonly function: string
  readonly column?: string | undefined
  readonly expression?: string | undefined
  readonly distinct?: boolean | undefined
  readonly where?: string | undefined
  readonly quantile?: number | undefined
  readonly separator?: string | undefined
  readonly order?: readonly unknown[] | undefined
}

const ordered = new Set(['first', 'last', 'list', 'concat'])
const distinguishing = new Set(['count', 'sum', 'mean', 'list', 'concat'])

/** A formula says by itself of what it is, and of which rows. */
const alone = { column: undefined, where: undefined, distinct: undefined, order: undefined } as const

const functionsOf = (schema: z.ZodType): readonly string[] => {
  const item = itemOf(schema)
  const shape = item && unwrap(item).inner
  return shape instanceof z.ZodObject ? choicesOf(shape.shape.function as z.ZodType).map(String) : []
}

const nameFor = (measure: Measure): string =>
  measure.column ? `${measure.function}_${measure.column}` : measure.function

interface MeasureFormProps {
  readonly props: FieldProps
  readonly measure: Measure
  readonly index: number
  readonly functions: readonly string[]
  readonly put: (part: Partial<Measure>, typing?: string) => void
}

const Source = ({
  measure,
  columns,
  index,
  put,
  props,
}: MeasureFormProps & { readonly columns: readonly Column[] }) => {
  const { params } = useForm()
  const formula = measure.function === 'formula'
  const by = measure.expression === undefined && !formula ? 'column' : 'expression'
  return (
    <>
      {!formula && (
        <Select
          size="sm"
          label={`What measure ${index + 1} is of`}
          value={by}
          options={[
            { value: 'column', label: 'of a column' },
            { value: 'expression', label: 'of an expression' },
          ]}
          onChange={next =>
            put(next === 'column' ? { expression: undefined } : { expression: measure.column ?? '', column: undefined })
          }
        />
      )}
      {by === 'column' ? (
        <ColumnPicker
          label={`Column of measure ${index + 1}`}
          placeholder={measure.function === 'count' ? 'all rows' : 'column'}
          value={measure.column ?? ''}
          columns={columns}
          invalid={problemsAt(props.problems, `${props.setting}.${index}.column`).length > 0}
          onChange={column =>
            put({ column, ...(measure.name === nameFor(measure) ? { name: nameFor({ ...measure, column }) } : {}) })
          }
        />
      ) : (
        <div className="wide" data-setting={`${props.setting}.${index}.expression`}>
          <CodeField
            id={`${props.id}-${index}-expression`}
            label={`Expression of measure ${index + 1}`}
            value={measure.expression ?? ''}
            placeholder={formula ? 'max(price) - min(price)' : 'price * quantity'}
            context={{ columns, params }}
            problems={problemsAt(props.problems, `${props.setting}.${index}.expression`)}
            onChange={expression => put({ expression }, 'expression')}
          />
        </div>
      )}
    </>
  )
}

const Details = ({ measure, index, put, props }: MeasureFormProps) => {
  const { params } = useForm()
  return (
    <>
      {measure.function === 'quantile' && (
        <TextField
          size="sm"
          inputMode="decimal"
          aria-label={`Quantile of measure ${index + 1}`}
          placeholder="0.5"
          value={measure.quantile === undefined ? '' : String(measure.quantile)}
          onChange={text => put({ quantile: text === '' ? undefined : Number(text) }, 'quantile')}
        />
      )}
      {measure.function === 'concat' && (
        <TextField
          size="sm"
          aria-label={`Separator of measure ${index + 1}`}
          placeholder="separator"
          value={measure.separator ?? ''}
          onChange={separator => put({ separator: separator || undefined }, 'separator')}
        />
      )}
      <div className="wide">
        <CodeField
          id={`${props.id}-${index}-where`}
          label={`Condition of measure ${index + 1}`}
          value={measure.where ?? ''}
          placeholder="of the rows where …"
          context={{ columns: props.columns, params }}
          problems={problemsAt(props.problems, `${props.setting}.${index}.where`)}
          onChange={where => put({ where: where || undefined }, 'where')}
        />
      </div>
      {ordered.has(measure.function) && (
        <div className="wide">
          <SortListInput
            {...props}
            id={`${props.id}-${index}-order`}
            setting={`${props.setting}.${index}.order`}
            meta={{ label: `Order of measure ${index + 1}`, widget: 'sortList' }}
            value={measure.order ?? []}
            onChange={order => put({ order: listOf(order).length ? listOf(order) : undefined })}
          />
        </div>
      )}
      {distinguishing.has(measure.function) && (
        <span className="wide toggle-line">
          <Toggle
            checked={measure.distinct === true}
            label={`Distinct values of measure ${index + 1}`}
            onChange={distinct => put({ distinct: distinct || undefined })}
          />
          distinct values alone
        </span>
      )}
    </>
  )
}

/** What is computed of each group. */
export const MeasureListInput = (props: FieldProps) => {
  const { id, setting, schema, value, columns, problems, onChange } = props
  const measures = listOf<Measure>(value)
  const functions = functionsOf(schema)
  return (
    <div className="list-field">
      <ol>
        {measures.map((measure, index) => {
          const put = (part: Partial<Measure>, typing?: string) =>
            onChange(
              measures.map((other, at) => (at === index ? without({ ...other, ...part }) : other)),
              typing && `${index} ${typing}`,
            )
          const shared = { props, measure, index, functions, put }
          return (
            <ItemRow
              key={keyAt(index, measures)}
              index={index}
              list={id}
              what={measure.name}
              className="formula"
              invalid={problemsAt(problems, `${setting}.${index}`).length > 0}
              onMove={(from, to) => onChange(movedTo(measures, from, to))}
              onRemove={() => onChange(measures.toSpliced(index, 1))}
            >
              <div className="measure-body" data-setting={`${setting}.${index}`}>
                <TextField
                  size="sm"
                  value={measure.name}
                  placeholder="name"
                  aria-label={`Name of measure ${index + 1}`}
                  onChange={name => put({ name }, 'name')}
                />
                <Select
                  size="sm"
                  label={`Function of measure ${index + 1}`}
                  value={measure.function}
                  options={functions.map(each => ({ value: each, label: each }))}
                  onChange={next =>
                    put({
                      function: next,
                      ...(next === 'formula' ? alone : {}),
                      ...(measure.name === nameFor(measure) ? { name: nameFor({ ...measure, function: next }) } : {}),
                    })
                  }
                />
                <Source {...shared} columns={columns} />
                {measure.function !== 'formula' && <Details {...shared} />}
                <div className="wide">
                  {problemsAt(problems, `${setting}.${index}`).map(problem => (
                    <ProblemLine key={`${problem.code} ${problem.setting} ${problem.message}`} problem={problem} />
                  ))}
                </div>
              </div>
            </ItemRow>
          )
        })}
      </ol>
      <AddButton
        label="Add a measure"
        onClick={() =>
          onChange([
            ...measures,
            {
              name: measures.some(measure => measure.name === 'count') ? `measure_${measures.length + 1}` : 'count',
              function: 'count',
            },
          ])
        }
      />
    </div>
  )
}
