using MsLite.Filter.Checks;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Arc;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Auth.Dmarc;
using MsLite.Mail.Auth.Spf;

namespace MsLite.Filter.Auth;

/// <summary>
/// What SPF, DKIM, ARC and DMARC say about one message. Each is found out when the first check asks, once for all of them, and from
/// any thread.
/// </summary>
public sealed class MessageAuthentication
{
    private readonly Once<SpfResult> _spf;
    private readonly Once<IReadOnlyList<DkimResult>> _dkim;
    private readonly Once<ArcResult> _arc;
    private readonly Once<DmarcResult> _dmarc;
    private readonly Lazy<SignedContent> _content;
    private readonly Transaction _transaction;
    private readonly Authenticators _with;
    private readonly NetworkTime _time;

    internal MessageAuthentication(Transaction transaction, Authenticators with, NetworkTime time)
    {
        (_transaction, _with, _time) = (transaction, with, time);
        _content = new(() => new SignedContent(transaction.Message, transaction.Content.OpenRead()));
        _spf = new(FindSpfAsync);
        _dkim = new(FindDkimAsync);
        _arc = new(FindArcAsync);
        _dmarc = new(FindDmarcAsync);
    }

    /// <summary>Whether the client may send for the return path, or with a null return path for its HELO name (RFC 7208 §2.4).</summary>
    public Task<SpfResult> SpfAsync() => _spf.AskAsync();

    /// <summary>One result for each signature; none for an unsigned message.</summary>
    public Task<IReadOnlyList<DkimResult>> DkimAsync() => _dkim.AskAsync();

    public Task<ArcResult> ArcAsync() => _arc.AskAsync();

    /// <summary>Asks for SPF and DKIM as well, on which it stands.</summary>
    public Task<DmarcResult> DmarcAsync() => _dmarc.AskAsync();

    /// <summary>What was found, each a resinfo of RFC 8601 §2.2. What nobody asked for, or was not answered in time, is not among it.</summary>
    internal List<string> Results()
    {
        var results = new List<string>();
        if (_spf.Answer is { } spf)
        {
            results.Add(ResInfoWriter.Write(spf, _transaction.ReturnPath));
        }

        if (_dkim.Answer is { } dkim)
        {
            // RFC 8601 §2.7.1: "none" says that the message was not signed.
            results.AddRange(dkim.Count == 0 ? ["dkim=none"] : dkim.Select(ResInfoWriter.Write));
        }

        if (_arc.Answer is { Result: not AuthResult.None } arc)
        {
            results.Add(ResInfoWriter.Write(arc));
        }

        if (_dmarc.Answer is { } dmarc)
        {
            results.Add(ResInfoWriter.Write(dmarc));
        }

        return results;
    }

    /// <summary>One word for all signatures: that of the first that passes, else of the first. Null when they were not verified.</summary>
    internal string? DkimWord() => _dkim.Answer switch
    {
        null => null,
        [] => AuthResult.None.ToWord(),
        var dkim => (dkim.FirstOrDefault(one => one.Result == AuthResult.Pass) ?? dkim[0]).Result.ToWord(),
    };

    private Task<SpfResult> FindSpfAsync() =>
        _with.Spf.CheckHostAsync(SpfQuestion.For(_transaction.Client.Address, _transaction.ReturnPath, _transaction.HelloName, _with.Hostname), _time.Limit).AsTask();

    // On a thread of the pool: a large body must not hold up the questions of the other checks.
    private Task<IReadOnlyList<DkimResult>> FindDkimAsync() => Task.Run(() => _with.Dkim.VerifyAsync(_content.Value, _time.Limit).AsTask(), _time.Limit);

    private async Task<ArcResult> FindArcAsync()
    {
        // The same reader, one after the other; most bodies are hashed only once.
        await DkimAsync();
        return await _with.Arc.ValidateAsync(_content.Value, _time.Limit);
    }

    private async Task<DmarcResult> FindDmarcAsync()
    {
        var (spf, dkim) = (SpfAsync(), DkimAsync());
        return await _with.Dmarc.EvaluateAsync(AuthorDomains.Of(_transaction.Message.Headers), await spf, await dkim, _time.Limit);
    }
}
