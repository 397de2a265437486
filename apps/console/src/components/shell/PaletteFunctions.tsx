import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useCommandState } from 'cmdk'
import { PanelTop, SquareFunction } from 'lucide-react'
import { useDeferredValue } from 'react'
import { functionCardsQuery, functionsQuery } from '../../api/functions.ts'
import { overviewQuery } from '../../api/metrics.ts'
import { isWhole, spaceQuery } from '../../api/spaces.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { HealthMark } from '../../ui/HealthMark.tsx'
import { OF_FUNCTION } from './pages.ts'
import { PaletteGroup, type PaletteEntry } from './PaletteGroup.tsx'

/** So many functions of that name have their pages listed. */
const WITH_PAGES = 5

/**
 * Functions of the current space, searched on the server, and the busiest of all spaces. After the name of a function
 * and a space come its pages: "orders logs".
 */
export function PaletteFunctions({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { space = '' } = useParams({ strict: false })
  const typed = useDeferredValue(useCommandState((state) => state.search))
  const [name = '', page] = typed.trimStart().split(/\s+/)
  const busiest = useQuery(overviewQuery({ range: '24h' })).data?.functions ?? []
  const place = useQuery({ ...spaceQuery(space), enabled: space !== '' }).data
  const whole = place !== undefined && isWhole(place)
  const here = useInfiniteQuery({ ...functionsQuery(space, name), enabled: whole }).data ?? []
  const cards = useInfiniteQuery({ ...functionCardsQuery(space, name), enabled: place !== undefined && !whole })
  const known = new Map([...here, ...(cards.data ?? []), ...busiest].map((fn) => [fn.id, fn]))
  // Those of this space first, also before the server has found them: the selected entry stays where it is.
  const shown = [...known.values()].toSorted(
    (one, other) => Number(other.space === space) - Number(one.space === space),
  )
  const pagesOf = (fn: { space: string; name: string }): PaletteEntry[] =>
    OF_FUNCTION.map(({ key, to }) => ({
      id: `${fn.space}/${fn.name} ${key}`,
      names: [`${fn.name} ${t(`shell.${key}`)}`],
      label: `${fn.name} · ${t(`shell.${key}`)}`,
      note: fn.space,
      icon: <PanelTop size={15} />,
      run: () => void navigate(to(fn.space, fn.name)),
    }))
  if (page !== undefined) {
    const named = shown.filter((fn) => 'health' in fn && fn.name.startsWith(name.toLowerCase())).slice(0, WITH_PAGES)
    return <PaletteGroup heading={t('shell.functions')} onClose={onClose} entries={named.flatMap(pagesOf)} />
  }
  return (
    <PaletteGroup
      heading={t('shell.functions')}
      onClose={onClose}
      entries={shown.map((fn) => ({
        id: `${fn.space}/${fn.name}`,
        names: [fn.name, `${fn.space}/${fn.name}`],
        label: <span className="font-name">{fn.name}</span>,
        note: fn.space,
        icon:
          'health' in fn ? (
            <HealthMark health={fn.health} label={t(`health.${fn.health}`)} />
          ) : (
            <SquareFunction size={15} />
          ),
        run: () => void navigate(paths.function(fn.space, fn.name)),
      }))}
    />
  )
}
