import { Layers, Plus, SquareFunction } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../components/LinkButton.tsx'
import { paths } from '../../paths.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { NewFunction } from './NewFunction.tsx'

/** The overview of an installation without functions: what to do first, and the same by curl. */
export function FirstSteps({ hasSpace }: { hasSpace: boolean }) {
  const { t } = useTranslation()
  if (hasSpace) {
    return (
      <EmptyState
        icon={<SquareFunction size={16} strokeWidth={1.75} aria-hidden="true" />}
        title={t('overview.noFunctions')}
        action={<NewFunction />}
      >
        {t('overview.noFunctionsDetail')}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<Layers size={16} strokeWidth={1.75} aria-hidden="true" />}
      title={t('overview.noSpaces')}
      action={
        <LinkButton
          variant="primary"
          icon={<Plus size={15} strokeWidth={1.75} aria-hidden="true" />}
          {...paths.newSpace()}
        >
          {t('shell.newSpace')}
        </LinkButton>
      }
      example={
        <CodeBlock
          boxed
          label={t('overview.example')}
          code={`curl ${window.location.origin}/api/v1/spaces \\\n  -H "Authorization: Bearer $ALCOVE_API_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '{ "name": "storefront", "visibility": "private" }'`}
        />
      }
    >
      {t('overview.noSpacesDetail')}
    </EmptyState>
  )
}
