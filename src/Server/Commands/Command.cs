using MsLite.Web.Start;

namespace MsLite.Web.Commands;

/// <summary>A command of the program and what may stand behind it.</summary>
/// <param name="Words">The names of its arguments, all of them needed.</param>
/// <param name="Needed">Options that must be given once.</param>
/// <param name="Optional">Options that may be given.</param>
internal sealed record Command(string Name, string Usage, string Summary, string[] Words, string[] Needed, string[] Optional)
{
    public static readonly Command Serve =
        new("serve", "serve", "Take mail, and show the panel (the default).", [], [], []);

    public static readonly Command Explain =
        new("explain", "explain FILE --from A --to B --ip I --helo H [--json]",
            "Climb the ladder for a message and send nothing; exit 0 delivered, 1 refused, 3 deferred.",
            ["FILE"], ["from", "to", "ip", "helo"], ["json"]);

    public static readonly Command Lint =
        new("lint", "lint", "Find entries under /srv that can never match; exit 1 when there are any.", [], [], []);

    public static readonly Command Expire =
        new("expire", "expire", "Remove archived mail that is older than its domain keeps it.", [], [], []);

    public static readonly Command Release =
        new("release", "release ID [--again]", "Deliver an archived message after all; exit 1 when a copy was not released.", ["ID"], [], ["again"]);

    public static readonly Command Reindex =
        new("quarantine reindex", "quarantine reindex", "Make the search index anew from the files of the archive, and show how far it is.", [], [], []);

    public static readonly Command TokenCreate =
        new("token create", "token create --name N --role administrator|domain-administrator|viewer [--domain D]… [--expires 2030-12-31|90d]",
            "Make a token for the REST interface and print it once.", [], ["name", "role"], ["domain", "expires"]);

    public static readonly Command TokenList =
        new("token list", "token list", "List the tokens: name, role, domains, expiry, last use.", [], [], []);

    public static readonly Command TokenRevoke =
        new("token revoke", "token revoke NAME", "Revoke a token at once; exit 1 when there is none of that name.", ["NAME"], [], []);

    public static readonly Command AdminReset =
        new("admin reset", "admin reset", "Forget every administrator's account and print a new set-up link.", [], [], []);

    public static readonly Command Health =
        new("health", "health", "Ask the running program whether it is ready, as /readyz says it; exit 1 when it is not.", [], [], []);

    public static readonly IReadOnlyList<Command> All = [Serve, Health, Explain, Lint, Expire, Release, Reindex, TokenCreate, TokenList, TokenRevoke, AdminReset];

    /// <summary>Options that stand alone.</summary>
    public static bool IsFlag(string option) => option is "json" or "again" or "help" or "h" or "?" or "version";

    /// <summary>The command these words begin with.</summary>
    public static Command? Find(IReadOnlyList<string> words) =>
        All.FirstOrDefault(command => command.Name.Split(' ') is var name && words.Count >= name.Length && name.SequenceEqual(words.Take(name.Length)));

    /// <summary>What is wrong with these words and options, or null.</summary>
    public string? FindFault(IReadOnlyList<string> words, IReadOnlyList<(string Name, string? Value)> options)
    {
        foreach (var (option, _) in options)
        {
            if (!Needed.Contains(option) && !Optional.Contains(option))
            {
                var nearest = Spelling.Nearest(option, [.. Needed, .. Optional, "help", "version"]);
                return $"The command {Name} has no option --{option}." + (nearest is null ? "" : $" Did you mean --{nearest}?");
            }
        }

        if (words.Count != Words.Length)
        {
            return words.Count < Words.Length
                ? $"The command {Name} wants {Words[words.Count]}."
                : $"The command {Name} does not know what to do with \"{words[Words.Length]}\".";
        }

        var missing = Array.Find(Needed, option => options.Count(given => given.Name == option) != 1);
        return missing is null ? null : $"The command {Name} wants --{missing} once.";
    }
}
