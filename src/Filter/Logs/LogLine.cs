using Microsoft.Extensions.Logging;

namespace MsLite.Filter.Logs;

/// <summary>One line of the log.</summary>
/// <param name="Number">Counts from 1 since the start.</param>
/// <param name="Text">One line, cleaned and cut; may hold what strangers wrote, never markup.</param>
/// <param name="Fault">The exception behind it, over several lines; empty when there is none.</param>
public sealed record LogLine(long Number, DateTimeOffset Time, LogLevel Level, string Text, string Fault);

/// <summary>The last lines of the log, kept in memory for who looks on.</summary>
public interface ILogTail
{
    /// <summary>The number of the newest line; 0 before the first. Cheap: whether there is news.</summary>
    long Last { get; }

    /// <summary>The newest first.</summary>
    /// <param name="least">Lines of at least this level.</param>
    /// <param name="words">Lines that hold all of them, in any case, with blanks between them; empty for all.</param>
    /// <param name="most">Lines given at most.</param>
    IReadOnlyList<LogLine> Find(LogLevel least, string words, int most);
}
