using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.View;
using MsLite.Filter.Release;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>Release and whitelist in one request: the second half.</summary>
internal sealed class WelcomeByApi(Welcome welcome, MessageViewer viewer)
{
    /// <summary>One file for each domain of the copies; nothing without <paramref name="kind"/>.</summary>
    public async Task<IReadOnlyList<WhitelistedView>> AddAsync(HttpContext context, IReadOnlyList<QuarantineEntry> copies, WelcomeKind? kind)
    {
        if (kind is not { } wanted)
        {
            return [];
        }

        var done = new List<WhitelistedView>();
        foreach (var copy in copies.DistinctBy(copy => copy.Domain))
        {
            var edit = welcome.Add(copy, wanted, context.Caller().Name);
            done.Add(new WhitelistedView(copy.Domain, welcome.PathFor(copy, wanted)?.Text, edit.IsDone, edit.Sentence, await WorthAsync(copy, wanted)));
        }

        return done;
    }

    /// <summary>A copy that was changed says nothing any more; the release says so.</summary>
    private async Task<string> WorthAsync(QuarantineEntry copy, WelcomeKind kind)
    {
        try
        {
            return Welcome.Worth(copy, kind, (await viewer.ViewAsync(copy, CancellationToken.None))?.Authentication ?? []);
        }
        catch (InvalidDataException)
        {
            return Welcome.Worth(copy, kind, []);
        }
    }
}
