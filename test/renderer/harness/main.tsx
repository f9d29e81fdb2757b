import { useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'
import '#renderer/style/tokens.css'
import '#renderer/style/base.css'
import { DataGrid, type GridHandle } from '#renderer/grid/DataGrid.tsx'
import type { GridSort } from '#renderer/grid/types.ts'
import { madeUp } from './orders.ts'

const query = new URLSearchParams(location.search)
document.documentElement.dataset.theme = query.get('theme') ?? 'light'

const source = madeUp(Number(query.get('rows') ?? 1204331), Number(query.get('wide') ?? 0))

const GridAlone = () => {
  const handle = useRef<GridHandle>(null)
  const [sort, setSort] = useState<GridSort>([])
  return (
    <div style={{ height: '100%', display: 'flex', flexDirection: 'column' }}>
      <DataGrid
        source={source}
        sort={sort}
        onSort={setSort}
        conditions={[]}
        onConditions={() => undefined}
        search=""
        onFind={() => undefined}
        filtered={false}
        onClearFilter={() => undefined}
        titleOf={() => 'Check orders'}
        onGoToFlag={() => undefined}
        onFilterFlag={() => undefined}
        onState={() => undefined}
        label="Check orders, out"
        handle={handle}
      />
    </div>
  )
}

createRoot(document.getElementById('root') as HTMLElement).render(<GridAlone />)
