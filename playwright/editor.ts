import { expect, type Page } from '@playwright/test'

/** Replaces all text of the open file, as a person would: click, select all, paste. */
export async function writeCode(page: Page, code: string) {
  const editor = page.locator('.monaco-editor').first()
  await expect(editor).toBeVisible({ timeout: 30_000 })
  await editor.locator('.view-lines').click()
  await page.keyboard.press('Control+A')
  // Typed text would meet auto-closing brackets; inserted text arrives as it is.
  await page.keyboard.insertText(code)
}
