using System.Globalization;
using MsLite.Filter.Access;

namespace MsLite.Web.Commands;

/// <summary>Makes, lists and revokes tokens, beside a running server or without one. Gives exit codes.</summary>
internal sealed class TokenCommands(TokenStore tokens, TimeProvider clock)
{
    /// <summary>Prints the token alone on a line: this is the only time that it can be read.</summary>
    public async Task<int> CreateAsync(CommandLine line)
    {
        if (!TokenRequest.TryParse(line["name"], line["role"], line.All("domain"), line["expires"], clock, out var request, out var fault))
        {
            return Say(fault, ExitCode.Usage);
        }

        if (await tokens.CreateAsync(request, CancellationToken.None) is not { } token)
        {
            return Say($"There is a token with the name \"{request.Name}\" already: choose another, or revoke that one.", ExitCode.Found);
        }

        Console.Out.WriteLine(token);
        return ExitCode.Done;
    }

    public async Task<int> ListAsync()
    {
        foreach (var token in await tokens.ListAsync(CancellationToken.None))
        {
            var domains = token.Domains.Count == 0 ? "every domain" : string.Join(", ", token.Domains.Order(StringComparer.Ordinal));
            Console.Out.WriteLine($"{token.Name}\t{token.Role.Word()}\t{domains}\t{Expiry(token)}\t{Time("last used", token.LastUsed) ?? "never used"}");
        }

        return ExitCode.Done;
    }

    public async Task<int> RevokeAsync(string name) => await tokens.RevokeAsync(name, CancellationToken.None) is not null
        ? ExitCode.Done
        : Say($"There is no token with the name \"{name}\".", ExitCode.Found);

    private string Expiry(Token token) => token.Expires is null
        ? "does not expire"
        : Time(token.Expires <= clock.GetUtcNow() ? "expired" : "expires", token.Expires)!;

    private static string? Time(string what, DateTimeOffset? time) =>
        time is null ? null : string.Create(CultureInfo.InvariantCulture, $"{what} {time:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    private static int Say(string what, int code)
    {
        Console.Error.WriteLine(what);
        return code;
    }
}
