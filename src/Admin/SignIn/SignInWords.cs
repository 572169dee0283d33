using MsLite.Filter.Access;

namespace MsLite.Admin.SignIn;

/// <summary>What the sign-in page says to somebody who is not in yet.</summary>
public static class SignInWords
{
    public const string Ended = "Your session has ended. Sign in again.";
    public const string DatabaseDown = "The state database does not answer, so nobody can sign in. Mail is not affected; the server's log says more.";

    public static string? For(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.Wrong => "Name, password or code is wrong.",
        SignInOutcome.NeedsCode => "This account asks for a code: type the password once more, and the code your authenticator shows.",
        SignInOutcome.Wait wait => $"Too many tries. Try again in {Spoken(wait.Time)}.",
        _ => null,
    };

    private static string Spoken(TimeSpan time) => time.TotalSeconds <= 60 ? "a minute" : $"{Math.Ceiling(time.TotalMinutes):0} minutes";
}
