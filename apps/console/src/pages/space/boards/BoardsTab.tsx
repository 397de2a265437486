import type { Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ChartColumn, Plus } from 'lucide-react'
import { useState } from 'react'
import { boardsQuery } from '../../../api/boards.ts'
import { ChartSkeleton } from '../../../components/charts/ChartSkeleton.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { tabClass } from '../../../ui/Tabs.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { BoardView } from './BoardView.tsx'
import { NewBoardDialog } from './NewBoardDialog.tsx'

const page = getRouteApi('/shell/s/$space/boards')

export default function BoardsTab() {
  const { t } = useTranslation()
  const [making, setMaking] = useState(false)
  return (
    <SpacePage actions={(space) => <NewButton space={space} onClick={() => setMaking(true)} />}>
      {(space) => (
        <>
          <h2 className="sr-only">{t('shell.boards')}</h2>
          <Boards space={space} />
          {making && <NewBoardDialog space={space.name} onClose={() => setMaking(false)} />}
        </>
      )}
    </SpacePage>
  )
}

function NewButton({ space, onClick }: { space: Space; onClick(): void }) {
  const { t } = useTranslation()
  return (
    <Button
      variant="primary"
      icon={<Plus size={15} />}
      disabledReason={useDenied(space)('functions:write')}
      onClick={onClick}
    >
      {t('boards.new')}
    </Button>
  )
}

function Boards({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { board: open } = page.useSearch()
  const navigate = page.useNavigate()
  return (
    <Loaded query={useQuery(boardsQuery(space.name))} skeleton={<ChartSkeleton />}>
      {(boards) => {
        const shown = boards.find(({ name }) => name === open) ?? boards[0]
        if (!shown) {
          return (
            <EmptyState icon={<ChartColumn size={15} />} title={t('boards.none')}>
              {t('boards.noneHint')}
            </EmptyState>
          )
        }
        return (
          <>
            {boards.length > 1 && (
              <div className="flex shrink-0 gap-4 overflow-x-auto border-b border-line px-gutter">
                {boards.map(({ name }) => (
                  <button
                    key={name}
                    type="button"
                    aria-pressed={name === shown.name}
                    className={tabClass(name === shown.name)}
                    onClick={() => void navigate({ search: (before) => ({ ...before, board: name }) })}
                  >
                    {name}
                  </button>
                ))}
              </div>
            )}
            <BoardView key={shown.name} space={space} board={shown} />
          </>
        )
      }}
    </Loaded>
  )
}
