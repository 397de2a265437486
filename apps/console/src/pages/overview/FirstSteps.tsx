import { Layers, SquareFunction } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { spacesQuery } from '../../api/spaces.ts'
import { LinkButton } from '../../components/LinkButton.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { NewFunction } from './NewFunction.tsx'
import { useWholeList } from '../../components/useWholeList.ts'

/** Most people have spaces: its form is not part of the first load. */
const NoSpaces = lazy(async () => ({ default: (await import('../../components/NoSpaces.tsx')).NoSpaces }))

/** An overview without data: nothing exists yet, or the user may not read metrics anywhere. */
export function FirstSteps() {
  const { t } = useTranslation()
  const spaces = useWholeList(spacesQuery).data ?? []
  if (spaces.some((space) => space.functionCount > 0)) {
    return (
      <EmptyState
        icon={<Layers size={16} />}
        title={t('overview.nothingToWatch')}
        action={<LinkButton {...paths.spaces()}>{t('shell.spaces')}</LinkButton>}
      >
        {t('overview.nothingToWatchDetail')}
      </EmptyState>
    )
  }
  if (spaces.length > 0) {
    return (
      <EmptyState icon={<SquareFunction size={16} />} title={t('overview.noFunctions')} action={<NewFunction />}>
        {t('overview.noFunctionsDetail')}
      </EmptyState>
    )
  }
  return (
    <Suspense>
      <NoSpaces
        example={
          <CodeBlock
            boxed
            label={t('overview.example')}
            code={`curl ${window.location.origin}/api/v1/spaces \\\n  -H "Authorization: Bearer $ALCOVE_API_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '{ "name": "storefront", "visibility": "private" }'`}
          />
        }
      />
    </Suspense>
  )
}
