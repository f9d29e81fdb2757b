import './failed-sql.css'

/** The statement that failed, behind a word: it is long. */
export const FailedSql = ({ sql }: { readonly sql: string | undefined }) =>
  sql === undefined ? null : (
    <details className="failed-sql">
      <summary>Show the SQL</summary>
      <pre>{sql}</pre>
    </details>
  )
