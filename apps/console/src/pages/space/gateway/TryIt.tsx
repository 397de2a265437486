import { HTTP_METHODS, type HttpMethod, type Route, type Space, type TriedRoute } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { tryRoute } from '../../../api/routes.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Field, Input, Textarea } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { curlOf } from './curl-of.ts'
import { limitText } from './limit-text.ts'
import { routeOfDraft, type RouteDraft } from './route-draft.ts'
import { sampleOf } from './sample-of.ts'

interface TryItProps {
  space: Space
  draft: RouteDraft
  route: Route | null
  /** Why the route as edited is invalid. */
  problem: string | null
}

const SHOWN_BYTES = 256 * 1024

/** Sends a request to the route as it is being edited. */
export function TryIt({ space, draft, route, problem }: TryItProps) {
  const { t } = useTranslation()
  const denied = useDenied(space)
  const [method, setMethod] = useState<HttpMethod>(draft.method === 'ANY' ? 'GET' : draft.method)
  const [path, setPath] = useState(() => draft.path.replaceAll(/\{[^}]+\}|\*$/g, '1'))
  const [headers, setHeaders] = useState('content-type: application/json')
  const [body, setBody] = useState(() => sampleOf(draft.body))
  const attempt = useChange({
    run: () => {
      // A secret that was never stored cannot sign: people who try a route pass its auth.
      const edited = { ...routeOfDraft(draft, route), auth: 'space', jwt: undefined, hmac: undefined }
      return tryRoute(space.name, { route: edited, request: { method, path, headers: headersOf(headers), body } })
    },
    handles: (error) => isApiError(error),
  })
  const { perKey, perAddress } = routeOfDraft(draft, route).limits ?? {}
  const limits = [
    perKey && t('gateway.try.perKey', { limit: limitText(t, perKey) }),
    perAddress && t('gateway.try.perAddress', { limit: limitText(t, perAddress) }),
  ]
    .filter(Boolean)
    .join(t('shell.comma'))
  const reason = denied('routes:write') ?? denied('functions:invoke') ?? problem
  const failure = isApiError(attempt.error) ? attempt.error.message : null
  const send = () => {
    if (!reason && !attempt.isPending) attempt.mutate(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    send()
  }
  return (
    <form
      noValidate
      className="grid gap-4 px-gutter pt-3 pb-5"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <p className="text-sm text-fg-2">{t('gateway.try.note')}</p>
      <div className="grid grid-cols-[112px_minmax(0,1fr)] gap-3">
        <Field label={t('gateway.method')}>
          <Select
            mono
            value={method}
            onChange={setMethod}
            options={HTTP_METHODS.map((each) => ({ value: each, label: each }))}
          />
        </Field>
        <Field label={t('gateway.try.path')}>
          <Input mono value={path} onKeyDown={onKeyDown} onChange={(event) => setPath(event.target.value)} />
        </Field>
      </div>
      <Field label={t('gateway.try.headers')} hint={t('gateway.try.headersHint')}>
        <Textarea
          mono
          rows={2}
          value={headers}
          onKeyDown={onKeyDown}
          onChange={(event) => setHeaders(event.target.value)}
        />
      </Field>
      <Field label={t('gateway.try.body')}>
        <Textarea
          mono
          rows={6}
          spellCheck={false}
          value={body}
          onKeyDown={onKeyDown}
          onChange={(event) => setBody(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          type="submit"
          icon={<Send size={14} />}
          pending={attempt.isPending}
          disabledReason={reason}
        >
          {t('gateway.try.send')}
        </Button>
        {draft.body.trim() !== '' && (
          <Button onClick={() => setBody(sampleOf(draft.body))}>{t('gateway.try.fromSchema')}</Button>
        )}
        {route && (
          <CopyButton
            text={curlOf({ origin: originOf(route), method, path, headers: headersOf(headers), body })}
            label={t('gateway.try.curl')}
          />
        )}
      </div>
      <div aria-live="polite" className="grid gap-3">
        {failure !== null && <p className="text-danger">{failure}</p>}
        {attempt.data ? (
          <>
            <Answer space={space.name} fn={draft.function} answer={attempt.data} />
            {limits !== '' && <p className="text-sm text-fg-2">{t('gateway.try.notLimited', { limits })}</p>}
          </>
        ) : (
          failure === null && <p className="text-sm text-fg-3">{t('gateway.try.empty')}</p>
        )}
      </div>
    </form>
  )
}

function Answer({ space, fn, answer }: { space: string; fn: string; answer: TriedRoute }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { status, durationMs, headers, called, errors, invocationId } = answer
  return (
    <>
      <p className="num flex flex-wrap items-center gap-x-3">
        <span className={status >= 400 ? 'font-name text-danger' : 'font-name text-success'}>{status}</span>
        <span className="text-fg-2">{t('gateway.try.ms', { ms: durationMs.toFixed(0) })}</span>
        <span className="text-fg-2">{called ? t('gateway.try.called', { name: fn }) : t('gateway.try.notCalled')}</span>
        {invocationId !== null && fn !== '' && (
          <Link {...paths.invocations(space, fn, { id: invocationId })} className="link">
            {t('gateway.try.invocation')}
          </Link>
        )}
      </p>
      {errors.length > 0 ? (
        <table className="w-full border-collapse text-sm">
          <thead>
            <tr className="text-left text-fg-3">
              <th scope="col" className="py-1 pr-3 font-medium">
                {t('gateway.try.field')}
              </th>
              <th scope="col" className="py-1 font-medium">
                {t('gateway.try.mustBe')}
              </th>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ path, message }) => (
              <tr key={`${path} ${message}`} className="border-t border-line">
                <td className="mono py-1.5 pr-3">{path}</td>
                <td className="py-1.5">{said(message)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <>
          {headers.length > 0 && (
            <CodeBlock
              boxed
              wrap
              code={headers.map((pair) => pair.join(': ')).join('\n')}
              label={t('gateway.try.headers')}
            />
          )}
          {isText(answer.body) ? (
            <CodeBlock boxed wrap code={answer.body} label={t('gateway.try.body')} />
          ) : (
            <p className="text-sm text-fg-3">{t('gateway.try.binary')}</p>
          )}
        </>
      )}
      {answer.truncated && (
        <p className="text-sm text-fg-3">{t('gateway.try.cut', { size: format.bytes(SHOWN_BYTES) })}</p>
      )}
    </>
  )
}

/** Bytes that are no UTF-8 arrive as U+FFFD. A cut may leave one at the end of a text. */
const isText = (body: string): boolean => !/[\0\ufffd]/.test(body.slice(0, -1))

/** Where the saved routes answer. */
const originOf = ({ url, path }: Route): string => url.slice(0, -path.length)

function headersOf(lines: string): Record<string, string> {
  const pairs = lines
    .split('\n')
    .filter((line) => line.includes(':'))
    .map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()] as const)
  return Object.fromEntries(pairs)
}
