/** undici has types for all of it only; its agent is the same class either way. */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici'
  export default Agent
}
