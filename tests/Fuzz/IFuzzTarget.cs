namespace MsLite.Fuzz.Tests;

/// <summary>
/// One parser under fire. A target is one sealed class with a parameterless constructor in Targets/; the driver finds it by itself.
/// It fails by throwing, by taking too long or by taking too much memory.
/// </summary>
public interface IFuzzTarget
{
    /// <summary>Letters and hyphens: part of the file name of a saved crash.</summary>
    string Name { get; }

    /// <summary>Good inputs, from which bad ones are made. By default the messages of the corpus.</summary>
    IReadOnlyList<byte[]> Seeds => FuzzCorpus.Messages;

    /// <summary>Feeds one input. Throws only when the code under test did wrong.</summary>
    void Run(ReadOnlySpan<byte> data);
}
