import './fingerprint.css';

/** A key's fingerprint in groups of four digits, as two people read it to each other. */
export function Fingerprint({ of }: { of: string }) {
  return (
    <code className="fingerprint">
      {of.match(/.{1,4}/g)!.map((group, at) => (
        <span key={at}>{group}</span>
      ))}
    </code>
  );
}
