export default function EnginePage() {
  return null
}
