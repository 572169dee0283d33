using System.Diagnostics.CodeAnalysis;
using System.Text;
using MsLite.Filter;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Replay;
using MsLite.Mail;
using MsLite.Web.SignIn;

namespace MsLite.Web.Api;

/// <summary>What some changes of the policy would have done to the mail of the last days, before anybody makes them.</summary>
internal sealed class ReplayApi(PolicyReplay replay, PolicyEditor editor) : IDisposable
{
    /// <summary>Changes tried out together.</summary>
    private const int MostChanges = 50;

    private const string Hint = "The content must be a JSON object such as {\"changes\": [{\"path\": \"example.com/checks/helo\", \"values\": {\"mode\": \"shadow\"}}]}; a change has \"text\", \"values\" or \"delete\": true, or nothing and touches the file.";

    /// <summary>One at a time, so that scripts leave the panel its turn.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/v1/messages/replay", (HttpContext context, ReplayApi api) => api.ReplayAsync(context));

    public void Dispose() => _turn.Dispose();

    private async Task<IResult> ReplayAsync(HttpContext context)
    {
        if ((await RequestContent.JsonAsync<ReplayRequest>(context.Request)).Value is not { Changes: { } wanted } request)
        {
            return ApiProblem.BadRequest(Hint);
        }

        if (!TryChanges(context, wanted, out var changes, out var fault))
        {
            return fault;
        }

        var caller = context.Caller();
        var domain = request.Domain is { Length: > 0 } name ? DomainName.ToKey(name) : null;
        if (domain is not null && !caller.MaySee(domain))
        {
            return ApiProblem.NotFound();
        }

        var scope = new ReplayScope(caller.SeesEverything ? null : caller.Domains) { Domain = domain };
        await _turn.WaitAsync(context.RequestAborted);
        try
        {
            return TypedResults.Ok(View(await replay.RunAsync(changes, scope, context.RequestAborted)));
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool TryChanges(HttpContext context, IReadOnlyList<ReplayWish> wanted, out List<ReplayChange> changes, [NotNullWhen(false)] out IResult? fault)
    {
        changes = [];
        fault = wanted.Count > MostChanges ? ApiProblem.Of(StatusCodes.Status422UnprocessableEntity, $"changes holds {wanted.Count}; {MostChanges} together are the most.") : null;
        foreach (var wish in wanted)
        {
            fault ??= Add(context, wish, changes);
        }

        return fault is null;
    }

    /// <summary>Whoever may see a file may ask what it would mean: nothing is changed.</summary>
    private IResult? Add(HttpContext context, ReplayWish? wish, List<ReplayChange> found)
    {
        var names = (wish?.Path ?? "").Split('/');
        if (!editor.TryParse(names[0], names[1..], out var path, out var why))
        {
            return ApiProblem.BadRequest(why);
        }

        if (!context.Caller().MaySee(path.Domain))
        {
            return ApiProblem.NotFound();
        }

        if (path.Fault is not null || path.IsDomain)
        {
            return ApiProblem.BadRequest(path.Fault ?? $"{path.Text} is a domain: name a file below it.");
        }

        var text = wish!.Text is { } whole ? Encoding.UTF8.GetBytes(whole) : (ReadOnlyMemory<byte>?)null;
        found.Add(new ReplayChange(path, wish.Delete ? null : new PolicyContent { Text = text, Values = wish.Values ?? new Dictionary<string, string?>() }));
        return null;
    }

    private static ReplayView View(ReplayCount count) => new(
        count.Since, count.Messages, count.IsWhole, count.CannotSay, count.Missing,
        [.. count.Moves.Select(move => new ReplayMoveView(move.Before.Word(), move.After.Word(), move.Messages))],
        [.. count.Examples.Select(one => new ReplayExampleView(
            one.Id, one.Time, one.From, one.To, one.Subject, one.Before.Word(), one.After.Word(), one.Blocker, one.File))]);
}

/// <param name="Changes">An empty list compares what was with what the policy of now would say.</param>
/// <param name="Domain">Only mail for this domain.</param>
internal sealed record ReplayRequest(IReadOnlyList<ReplayWish>? Changes, string? Domain);

/// <param name="Path">Of a file, relative to /srv.</param>
/// <param name="Text">The whole of it.</param>
/// <param name="Values">Lines to set; null removes one.</param>
/// <param name="Delete">It is to be gone.</param>
internal sealed record ReplayWish(string? Path, string? Text, IReadOnlyDictionary<string, string?>? Values, bool Delete = false);

/// <param name="Whole">False when there are more messages than were looked at: the newest were.</param>
/// <param name="CannotSay">Messages of which too little is recorded.</param>
/// <param name="Missing">What is missing, with the number of messages: a check, "next hop" or "envelope".</param>
internal sealed record ReplayView(
    DateTimeOffset Since, int Messages, bool Whole, int CannotSay, IReadOnlyDictionary<string, int> Missing, IReadOnlyList<ReplayMoveView> Moves,
    IReadOnlyList<ReplayExampleView> Examples);

internal sealed record ReplayMoveView(string Before, string After, int Messages);

internal sealed record ReplayExampleView(
    string Id, DateTimeOffset Time, string From, string To, string Subject, string Before, string After, string? Blocker, string? File);
