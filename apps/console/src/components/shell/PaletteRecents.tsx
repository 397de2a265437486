import { useNavigate, useParams } from '@tanstack/react-router'
import { Clock } from 'lucide-react'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { PaletteGroup } from './PaletteGroup.tsx'
import { recents } from './recents.ts'

const SHOWN = 5

/** The functions that were open before this one. */
export function PaletteRecents({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const here = useParams({ strict: false })
  return (
    <PaletteGroup
      heading={t('shell.recent')}
      onClose={onClose}
      entries={recents()
        .filter(({ space, fn }) => space !== here.space || fn !== here.fn)
        .slice(0, SHOWN)
        .map(({ space, fn }) => ({
          id: `recent ${space}/${fn}`,
          names: [fn],
          label: <span className="font-name">{fn}</span>,
          note: space,
          icon: <Clock size={15} />,
          run: () => void navigate(paths.function(space, fn)),
        }))}
    />
  )
}
