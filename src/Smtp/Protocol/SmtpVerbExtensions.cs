namespace MsLite.Smtp.Protocol;

/// <summary>A verb as people read it.</summary>
internal static class SmtpVerbExtensions
{
    private static readonly string[] s_words = [.. Enum.GetValues<SmtpVerb>().Select(WordOf)];

    /// <summary>The command's word; "?" for what is none, and for what this server does not offer: what the client wrote there may be anything.</summary>
    public static string Word(this SmtpVerb verb) => s_words[(int)verb];

    private static string WordOf(SmtpVerb verb) => verb is SmtpVerb.Unrecognised or SmtpVerb.NotImplemented ? "?" : verb.ToString().ToUpperInvariant();
}
