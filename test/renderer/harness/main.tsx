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

const noFilter = {}
const reasons = {
  titleOf: () => 'Check orders',
  whenOf: () => null,
  onGoTo: () => undefined,
  onFilter: () => undefined,
  onFilterEvaluation: () => undefined,
}

const GridAlone = () => {
  const handle = useRef<GridHandle>(null)
  const [sort, setSort] = useState<GridSort>([])
  const [listing, setListing] = useState(false)
  return (
    <div style={{ height: '100%', display: 'flex', flexDirection: 'column' }}>
      <DataGrid
        source={source}
        sort={sort}
        onSort={setSort}
        filter={noFilter}
        onConditions={() => undefined}
        onFind={() => undefined}
        onClearFilter={() => undefined}
        listing={listing}
        onListing={setListing}
        reasons={reasons}
        onState={() => undefined}
        label="Check orders, out"
        handle={handle}
      />
    </div>
  )
}

createRoot(document.getElementById('root') as HTMLElement).render(<GridAlone />)
