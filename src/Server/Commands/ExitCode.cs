namespace MsLite.Web.Commands;

/// <summary>How the program ends; scripts read it.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>lint found something, explain refuses, or a command could not do its work.</summary>
    public const int Found = 1;

    /// <summary>Arguments or options are wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>explain: the message would be deferred.</summary>
    public const int Deferred = 3;
}
