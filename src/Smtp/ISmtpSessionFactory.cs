namespace MsLite.Smtp;

/// <summary>Makes the application's side of a session. Called once a connection, and again when XCLIENT names another client.</summary>
public interface ISmtpSessionFactory
{
    ISmtpSession Create(SmtpClientHost client);

    /// <summary>For whoever looks on: a client that got no session, or was turned away by it. Must neither wait nor throw.</summary>
    void TurnedAway(SmtpClientHost client, SmtpReply reply)
    {
    }
}
