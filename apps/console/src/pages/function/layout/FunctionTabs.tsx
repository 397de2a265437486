import type { FunctionDetail } from '@alcove/contract'
import { Link, useLocation } from '@tanstack/react-router'
import { loadMonaco } from '../../../components/CodeEditor/index.ts'
import { OF_FUNCTION } from '../../../components/shell/pages.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { LockedTab, TabCount, tabClass, Tabs } from '../../../ui/Tabs.tsx'

interface FunctionTabsProps {
  space: string
  fn: string
  details: FunctionDetail | undefined
}

/** The tab that an address belongs to. */
export function tabOf(pathname: string): (typeof OF_FUNCTION)[number] {
  const [, , , , , key] = pathname.split('/')
  return OF_FUNCTION.find((tab) => tab.key === key) ?? OF_FUNCTION[0]
}

export function FunctionTabs({ space, fn, details }: FunctionTabsProps) {
  const { t } = useTranslation()
  const denied = usePermission(space)
  const here = tabOf(useLocation().pathname)
  const counts: Partial<Record<(typeof OF_FUNCTION)[number]['key'], number>> = {
    versions: details?.counts.versions,
    triggers: details?.counts.triggers,
  }
  return (
    <Tabs label={t('fn.tabs')}>
      {OF_FUNCTION.map(({ key, to, needs }) => {
        const reason = denied(needs)
        // Without the right to read metrics, the overview is the page to invoke from.
        const label = key === 'overview' && reason ? t('fn.invoke.title') : t(`shell.${key}`)
        if (reason && key !== 'overview' && key !== here.key) {
          return (
            <LockedTab key={key} reason={reason}>
              {label}
            </LockedTab>
          )
        }
        return (
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
                {label}
                {Boolean(counts[key]) && <TabCount>{counts[key]}</TabCount>}
              </>
            )}
          </Link>
        )
      })}
    </Tabs>
  )
}

/** On narrow screens the tabs scroll: keep the current one visible. */
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
