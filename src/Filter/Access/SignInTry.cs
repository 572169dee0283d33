using System.Net;

namespace MsLite.Filter.Access;

/// <summary>What somebody typed, and from where.</summary>
/// <param name="Code">Of the authenticator, or a recovery code; empty when none was typed.</param>
/// <param name="IsKnownBrowser">The account has signed in with this browser before.</param>
/// <param name="Browser">What the browser says it is.</param>
public sealed record SignInTry(string Name, string Password, string Code, IPAddress? Client, bool IsKnownBrowser, string Browser);

/// <summary>What came of it.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <param name="Secret">For the browser to keep.</param>
    public sealed record Done(string Account, string Secret) : SignInOutcome;

    /// <summary>Name, password or code; which one is not told.</summary>
    public sealed record Wrong : SignInOutcome;

    /// <summary>Name and password are right, and the account wants a code as well.</summary>
    public sealed record NeedsCode : SignInOutcome;

    /// <summary>Too many tries; nothing was looked at.</summary>
    public sealed record Wait(TimeSpan Time) : SignInOutcome;
}
