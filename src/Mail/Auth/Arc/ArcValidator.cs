using System.Text;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Dns;

namespace MsLite.Mail.Auth.Arc;

/// <summary>Validates the chain of ARC sets that forwarders put on a message (RFC 8617 §5.2). Safe for any number of messages at a time.</summary>
public sealed class ArcValidator(IDnsResolver dns)
{
    /// <summary>Never fails: what goes wrong is a result. Throws only when cancelled.</summary>
    public async ValueTask<ArcResult> ValidateAsync(SignedContent content, CancellationToken ct = default)
    {
        var chain = ArcChain.Of(content.Headers);
        if (chain.Fault is not null)
        {
            return Fail(chain.Fault);
        }

        if (chain.Sets.Count == 0)
        {
            return new ArcResult { Result = AuthResult.None };
        }

        var last = chain.Sets[^1];
        var fault = await MessageFaultAsync(content, last, ct) ?? await SealFaultAsync(chain.Sets, ct);
        return fault is null ? new ArcResult { Result = AuthResult.Pass, Hops = [.. chain.Sets.Select(Hop)] }
            : fault.Result == AuthResult.TempError ? new ArcResult { Result = AuthResult.TempError, Reason = fault.Reason }
            : Fail(fault.Reason);
    }

    /// <summary>RFC 8617 §5.2 step 4: the newest message signature must hold. Older ones need not: the message may have been changed on the way.</summary>
    private async ValueTask<SignatureFault?> MessageFaultAsync(SignedContent content, ArcSet set, CancellationToken ct)
    {
        var signature = TagList.Parse(Encoding.UTF8.GetString(set.MessageSignature.RawValue.Span)) is { } tags
            ? DkimSignatureParser.Parse(set.MessageSignature, tags, defaultForm: "relaxed/relaxed")
            : null;

        // RFC 8617 §4.1.2: seals are signed by seals, never by message signatures. RFC 6376 §5.4: the From field must be signed, or
        // an old chain could be put on a message with another author.
        if (signature is null || signature.SignedFields.Contains(ArcChain.SealName, StringComparer.OrdinalIgnoreCase)
            || !signature.SignedFields.Contains("from", StringComparer.OrdinalIgnoreCase))
        {
            return SignatureFault.Fail($"ARC-Message-Signature {set.Instance} cannot be used");
        }

        var bodies = await content.HashBodyAsync([signature.Body], ct);
        if (bodies is null)
        {
            return new SignatureFault(AuthResult.TempError, "the body could not be read");
        }

        var keys = await DkimKeys.FetchAsync(dns, signature.KeyName, ct);
        var header = new Lazy<byte[]?>(() => SignatureCheck.HashHeader(signature, content.Headers));
        return Best(keys, signature.Algorithm, $"ARC-Message-Signature {set.Instance}", record => SignatureCheck.Check(signature, header, bodies[signature.Body], record).Fault);
    }

    /// <summary>RFC 8617 §5.2 step 6: every seal must hold, the newest first.</summary>
    private async ValueTask<SignatureFault?> SealFaultAsync(IReadOnlyList<ArcSet> sets, CancellationToken ct)
    {
        // Up to fifty keys, many of them the same: asked for together, each once.
        var keys = sets.Select(set => set.Seal.KeyName).Distinct().ToDictionary(name => name, name => DkimKeys.FetchAsync(dns, name, ct));
        await Task.WhenAll(keys.Values);
        var sealedSets = new SealedSets(sets);
        if (sealedSets.IsTooLong)
        {
            return SignatureFault.Fail("the ARC sets are too long");
        }

        for (var count = sets.Count; count > 0; count--)
        {
            var seal = sets[count - 1].Seal;
            var records = await keys[seal.KeyName];
            var hash = sealedSets.Hash(count);
            if (Best(records, seal.Algorithm, $"ARC-Seal {count}", record => record.Refuses(seal.Algorithm, false) ?? SignatureCheck.CheckKey(seal.Algorithm, record, hash, seal.Signature).Fault) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>The fault of a signature with the key that suits it best, or null if one of the keys makes it valid.</summary>
    private static SignatureFault? Best(DkimKeys keys, SignatureAlgorithm algorithm, string name, Func<DkimKeyRecord, SignatureFault?> check)
    {
        // RFC 8617 §4.1.2 takes DKIM's algorithms without the historic one (RFC 8301 §3.1).
        var fault = algorithm == SignatureAlgorithm.RsaSha1 ? SignatureFault.Fail("rsa-sha1 is historic") : keys.Fault;
        foreach (var record in fault is null ? keys.Records : [])
        {
            fault = check(record);
            if (fault is null)
            {
                return null;
            }
        }

        return fault is null ? null : fault with { Reason = $"{name}: {fault.Reason}" };
    }

    private static ArcHop Hop(ArcSet set)
    {
        var text = set.Results.Value;
        return new ArcHop(set.Instance, set.Seal.Domain, text[(text.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim());
    }

    private static ArcResult Fail(string reason) => new() { Result = AuthResult.Fail, Reason = reason };
}
