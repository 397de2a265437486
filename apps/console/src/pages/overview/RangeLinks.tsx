import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { OVERVIEW_RANGES, type OverviewRange } from '../../navigation/search.ts'

/** The ranges of the overview, each an address. Looks as Segmented, without the library that the first page can spare. */
export function RangeLinks({ value }: { value: OverviewRange }) {
  const { t } = useTranslation()
  return (
    <nav
      aria-label={t('overview.range')}
      className="inline-flex h-7 w-fit shrink-0 rounded-control border border-line-control bg-raised narrow:h-9 narrow:flex-1"
    >
      {OVERVIEW_RANGES.map((range) => (
        <Link
          key={range}
          {...paths.overview()}
          search={{ range }}
          replace
          aria-current={range === value ? 'true' : undefined}
          className={clsx(
            'flex flex-1 items-center justify-center border-l border-line px-2.5 first:rounded-l-[5px] first:border-l-0 last:rounded-r-[5px] focus-visible:z-1',
            range === value ? 'bg-active font-name text-fg' : 'text-fg-2 hover:bg-hover',
          )}
        >
          {range}
        </Link>
      ))}
    </nav>
  )
}
