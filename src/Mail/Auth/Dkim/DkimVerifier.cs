using MsLite.Mail.Dns;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Auth.Dkim;

/// <summary>Verifies the DKIM signatures of a message (RFC 6376 §6, 8301, 8463). Safe for any number of messages at a time.</summary>
public sealed class DkimVerifier(IDnsResolver dns, TimeProvider clock)
{
    public const string FieldName = "DKIM-Signature";

    /// <summary>Signatures looked at, from the top. Each one more is a DNS query and a verification that a stranger makes us do.</summary>
    public const int MaxSignatures = 5;

    /// <summary>
    /// One result per signature, top to bottom; none for an unsigned message. Never fails: what goes wrong is a result. Throws only when cancelled.
    /// </summary>
    public async ValueTask<IReadOnlyList<DkimResult>> VerifyAsync(SignedContent content, CancellationToken ct = default)
    {
        var parsed = content.Headers.All(FieldName).Take(MaxSignatures).Select(DkimSignatureParser.Parse).Select(Expire).ToList();
        var usable = parsed.Where(one => one.Fault is null).Select(one => one.Signature!).ToList();

        // The keys are on their way while the body is read.
        var keys = usable.ConvertAll(signature => DkimKeys.FetchAsync(dns, signature.KeyName, ct));
        var bodies = await content.HashBodyAsync(usable.Select(signature => signature.Body), ct);
        var fetched = new Queue<DkimKeys>(await Task.WhenAll(keys));
        return parsed.ConvertAll(one => one.Fault is null ? Verify(one.Signature!, content.Headers, bodies, fetched.Dequeue()) : Faulty(one));
    }

    private ParsedSignature Expire(ParsedSignature parsed) => parsed.Signature?.Expires <= clock.GetUtcNow() && parsed.Fault is null
        ? parsed with { Fault = SignatureFault.Fail("the signature has expired") }
        : parsed;

    private static DkimResult Verify(DkimSignature signature, HeaderList headers, IReadOnlyDictionary<BodyHashRequest, BodyHash>? bodies, DkimKeys keys)
    {
        var result = Of(signature);
        if (bodies is null)
        {
            return result with { Result = AuthResult.TempError, Reason = "the body could not be read" };
        }

        var fault = keys.Fault;
        var header = new Lazy<byte[]?>(() => SignatureCheck.HashHeader(signature, headers));
        foreach (var record in keys.Records)
        {
            (fault, var bits) = SignatureCheck.Check(signature, header, bodies[signature.Body], record);
            result = result with { KeyBits = bits, KeyRecord = record.Text, IsTesting = record.IsTesting };

            // RFC 6376 §6.1.2: of several keys one that fits is enough.
            if (fault is null or { Result: AuthResult.Policy })
            {
                break;
            }
        }

        fault ??= Historic(signature);
        return result with { Result = fault?.Result ?? AuthResult.Pass, Reason = fault?.Reason ?? "" };
    }

    private static SignatureFault? Historic(DkimSignature signature)
    {
        // RFC 8301 §3.1: rsa-sha1 must not be taken as valid any more.
        if (signature.Algorithm == SignatureAlgorithm.RsaSha1)
        {
            return new SignatureFault(AuthResult.Policy, "rsa-sha1 is historic");
        }

        // RFC 6376 §6.1.1: v= is required.
        return signature.IsDraft ? new SignatureFault(AuthResult.Policy, "a signature of a draft, without v=1") : null;
    }

    private static DkimResult Of(DkimSignature signature) => new()
    {
        Result = AuthResult.Neutral,
        Domain = signature.Domain,
        Selector = signature.Selector,
        Identity = signature.Identity,
        Algorithm = signature.Algorithm.ToName(),
        SignatureStart = signature.SignatureStart,
        SignedLength = signature.Body.Limit,
    };

    private static DkimResult Faulty(ParsedSignature parsed)
    {
        var result = parsed.Signature is { } signature ? Of(signature) : new DkimResult
        {
            Result = AuthResult.Neutral,
            Domain = DomainName.ToKey(parsed.Tags?["d"] ?? ""),
            Selector = parsed.Tags?["s"] ?? "",
            Algorithm = parsed.Tags?["a"] ?? "",
        };
        return result with { Result = parsed.Fault!.Result, Reason = parsed.Fault.Reason };
    }
}
