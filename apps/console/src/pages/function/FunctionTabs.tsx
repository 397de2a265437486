import type { FunctionDetail } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { loadMonaco } from '../../components/CodeEditor/index.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { TabCount, tabClass, Tabs } from '../../ui/Tabs.tsx'

interface FunctionTabsProps {
  space: string
  fn: string
  details: FunctionDetail | undefined
}

const TABS = [
  { key: 'overview', to: paths.function },
  { key: 'code', to: paths.code },
  { key: 'configuration', to: paths.configuration },
  { key: 'versions', to: paths.versions },
  { key: 'triggers', to: paths.triggers },
  { key: 'invocations', to: paths.invocations },
  { key: 'logs', to: paths.logs },
  { key: 'monitoring', to: paths.monitoring },
  { key: 'instances', to: paths.instances },
] as const

export function FunctionTabs({ space, fn, details }: FunctionTabsProps) {
  const { t } = useTranslation()
  const counts: Partial<Record<(typeof TABS)[number]['key'], number>> = {
    versions: details?.counts.versions,
    triggers: details?.counts.triggers,
  }
  return (
    <Tabs label={t('fn.tabs')}>
      {TABS.map(({ key, to }) => (
        <Link
          key={key}
          {...to(space, fn)}
          activeOptions={{ exact: key === 'overview', includeSearch: false }}
          activeProps={{ className: tabClass(true) }}
          inactiveProps={{ className: tabClass(false) }}
          onPointerEnter={key === 'code' ? () => void loadMonaco() : undefined}
        >
          {({ isActive }) => (
            <>
              <ScrolledIntoView when={isActive} />
              {t(`shell.${key}`)}
              {Boolean(counts[key]) && <TabCount>{counts[key]}</TabCount>}
            </>
          )}
        </Link>
      ))}
    </Tabs>
  )
}

/** On a narrow screen the strip scrolls: the tab in use must be in sight. */
function ScrolledIntoView({ when }: { when: boolean }) {
  return (
    <span
      className="absolute"
      ref={(mark) => {
        if (when) mark?.parentElement?.scrollIntoView({ block: 'nearest', inline: 'center' })
      }}
    />
  )
}
