using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Checkups;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Policy;

/// <summary>Takes a new domain from a page, for those who may have one hosted.</summary>
internal sealed class NewDomainDesk(NewDomain domains, DomainTrial trial, PolicyDesk desk, CurrentOptions options)
{
    private const string NotYours = "Only an administrator has a domain hosted.";

    public NewDomainResult Create(Caller caller, NewDomainTyped typed)
    {
        if (!caller.ChangesEverything)
        {
            return new NewDomainResult("", NotYours, []);
        }

        try
        {
            return domains.Create(typed.Wish, caller);
        }
        catch (IOException broken)
        {
            return new NewDomainResult("", $"The disk does not take it: {broken.Message}", []);
        }
    }

    /// <summary>What the page says in short, with what takes it all back; null when nothing was made.</summary>
    public async Task<PolicyAnswer?> AnswerAsync(Caller caller, NewDomainResult made, CancellationToken ct) => made.Domain.Length == 0
        ? null
        : new PolicyAnswer(PolicyEditKind.Created, made.Domain, $"{made.Domain} is hosted now.", "", await desk.CreationAsync(made.Domain, caller.Name, ct));

    /// <summary>Tries the typed next hop out; nothing is sent and nothing is made.</summary>
    public async Task<IReadOnlyList<CheckupFinding>> TryAsync(Caller caller, NewDomainTyped typed, CancellationToken ct)
    {
        if (!caller.ChangesEverything)
        {
            return [CheckupFinding.Bad("Next hop", NotYours, "Ask one.")];
        }

        var wish = typed.Wish;
        var domain = wish.Domain.Trim() is { Length: > 0 } name ? name : "example.com";
        return await trial.RunAsync(domain, wish.NextHop.Trim() is { Length: > 0 } text ? text : options.Value.Delivery, isAdministrator: true, ct, wish.Users.FirstOrDefault(user => user != "*") ?? "");
    }
}
