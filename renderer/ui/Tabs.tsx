import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import './tabs.css'

export interface Tab<T extends string> {
  readonly value: T
  readonly label: string
  readonly count?: number
}

export interface TabsProps<T extends string> {
  readonly value: T
  readonly tabs: readonly Tab<T>[]
  readonly onChange: (value: T) => void
  readonly label: string
  /** What stands at the end of the bar. */
  readonly end?: ReactNode
  /** The panel of the chosen tab. */
  readonly children: ReactNode
}

/** A bar of tabs over the panel of the chosen one. */
export const Tabs = <T extends string>({ value, tabs, onChange, label, end, children }: TabsProps<T>) => (
  <Base.Root className="ui-tabs" value={value} onValueChange={next => onChange(next as T)}>
    <div className="ui-tab-bar">
      <Base.List className="ui-tab-list" aria-label={label} activateOnFocus>
        {tabs.map(tab => (
          <Base.Tab key={tab.value} value={tab.value} className="ui-tab">
            {tab.label}
            {tab.count ? <span className="n">{tab.count}</span> : null}
          </Base.Tab>
        ))}
      </Base.List>
      <span className="sp" />
      {end}
    </div>
    <Base.Panel value={value} className="ui-tab-panel" tabIndex={-1}>
      {children}
    </Base.Panel>
  </Base.Root>
)
