/** `138****1234`; of shorter numbers only the last digits stay. */
export function maskPhone(digits: string): string {
  if (digits.length < 7) return `***${digits.slice(-2)}`;
  if (digits.length < 11) return `****${digits.slice(-4)}`;
  return `${digits.slice(-11, -8)}****${digits.slice(-4)}`;
}

/** An openid or anything else that names an account: enough to tell two apart, too little to write to. */
export function maskAccount(address: string): string {
  return address.length <= 4 ? '****' : `${address.slice(0, 2)}****${address.slice(-2)}`;
}

/** Whoever wrote a message: a number or an account. */
export function maskSender(sender: string): string {
  return /^\+?[\d ()-]+$/.test(sender) ? maskPhone(sender.replace(/\D/g, '')) : maskAccount(sender);
}
