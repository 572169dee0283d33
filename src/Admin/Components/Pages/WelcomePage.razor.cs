using Microsoft.AspNetCore.Components;
using MsLite.Admin.Policy;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Checkups;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Errands;

namespace MsLite.Admin.Components.Pages;

/// <summary>The first five minutes: host a domain, see whether all is right, send a test mail, and get a refused one back.</summary>
public sealed partial class WelcomePage
{
    private static readonly (string Step, string Word)[] s_steps = [("domain", "My domain"), ("check", "Is it right?"), ("mail", "A test mail"), ("refused", "Get one back")];

    private string _step = "domain";
    private string? _domain;
    private string _user = "";
    private string? _fault;
    private string? _outcome;
    private SampleResult? _sent;
    private Activity? _message;
    private QuarantineEntry? _entry;

    [SupplyParameterFromQuery]
    public string? Step { get; set; }

    [SupplyParameterFromQuery(Name = "domain")]
    public string? Domain { get; set; }

    [SupplyParameterFromQuery(Name = "id")]
    public string? Id { get; set; }

    [SupplyParameterFromForm(FormName = "sample")]
    public SampleForm? Sample { get; set; }

    [Inject]
    private SampleSender Samples { get; set; } = null!;

    [Inject]
    private ActivityFeed Feed { get; set; } = null!;

    [Inject]
    private QuarantineFinder Finder { get; set; } = null!;

    [Inject]
    private CopyActs Acts { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        await base.OnInitializedAsync();
        if (Caller?.ChangesEverything != true)
        {
            return;
        }

        FindDomain();
        _step = s_steps.Any(step => step.Step == Step) && (_domain is not null || Step == "domain") ? Step! : "domain";
        _user = _domain is null ? "" : $"{AnyUser(_domain)}@{_domain}";
        if (_step == "refused")
        {
            await FindRefusedAsync();
        }
    }

    private void FindDomain()
    {
        try
        {
            _domain = Domain is { Length: > 0 } name && Tree.FindDomain(name) is not null ? name : Tree.Domains() is [var first, ..] ? first : null;
        }
        catch (IOException fault)
        {
            _fault = T["The policy tree cannot be listed: {0}", fault.Message];
        }
    }

    private string AnyUser(string domain) => Tree.FindDomain(domain) is { } policy ? DomainTrial.UserOf(policy) ?? "you" : "you";

    private async Task FindRefusedAsync()
    {
        var all = Id is { Length: > 0 } ? await Finder.FindAsync(Id, CancellationToken.None) : [];
        _entry = all is [var first, ..] ? first : null;
    }

    private protected override void LookAt(NewDomainResult made) => _domain = made.Domain.Length > 0 ? made.Domain : _domain;

    private async Task SendAsync()
    {
        if (Caller?.ChangesEverything != true || Sample?.To is not { } typed)
        {
            return;
        }

        var to = typed.Trim();
        var domain = MsLite.Mail.DomainName.ToKey(to[(to.LastIndexOf('@') + 1)..]);
        if (to.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>') || Tree.FindDomain(domain) is null)
        {
            _fault = T["Write an address of a domain that is hosted here, such as you@{0}.", _domain ?? "example.com"];
            return;
        }

        var kind = Sample.Kind switch { "junk" => SampleKind.Junk, "wrong" => SampleKind.WrongRecipient, _ => SampleKind.Good };
        _sent = await Samples.SendAsync(kind, to, CancellationToken.None);
        _message = Feed.Recent(ActivityFeed.Capacity).FirstOrDefault(message => message.Subject == _sent.Subject);
    }

    private async Task ChangeAsync()
    {
        if (Caller is not null && Typed is not null && (_domain is not null || Typed.Undo is not null))
        {
            Answer = await Desk.ApplyAsync(Caller, _domain ?? "", Typed, CancellationToken.None);
        }
    }

    private async Task ReleaseAsync()
    {
        if (Caller?.ChangesEverything != true || _entry is null)
        {
            return;
        }

        var outcome = await Acts.ReleaseAsync(_entry, Caller.Name, again: false);
        _outcome = outcome.Warning.Length > 0 ? $"{outcome.Text} {outcome.Warning}" : outcome.Text;
    }

    private string Lead => _domain is null
        ? T["Nothing is configured yet, so all mail is refused. Name a domain; everything else can wait."]
        : T["A domain is hosted already. Add another one, or go on."];

    private string RefusedUrl => $"{UrlOf("refused")}&id={Uri.EscapeDataString(_message?.Id ?? "")}";

    private string UrlOf(string step) => $"{AdminUrls.Welcome}?step={step}{(_domain is null ? "" : $"&domain={Uri.EscapeDataString(_domain)}")}";

    private bool IsBehind(string step) => Array.FindIndex(s_steps, each => each.Step == step) < Array.FindIndex(s_steps, each => each.Step == _step);
}
