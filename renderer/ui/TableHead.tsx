export interface TableHeadProps {
  /** The columns by name; those of numbers, whose cells end at the right, as `{ right }`. */
  readonly columns: readonly (string | { readonly right: string })[]
}

/** The first row of a table. */
export const TableHead = ({ columns }: TableHeadProps) => (
  <thead>
    <tr>
      {columns.map(column =>
        typeof column === 'string' ? (
          <th key={column} scope="col">
            {column}
          </th>
        ) : (
          <th key={column.right} scope="col" className="r">
            {column.right}
          </th>
        ),
      )}
    </tr>
  </thead>
)
