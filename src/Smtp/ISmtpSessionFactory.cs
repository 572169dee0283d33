namespace MsLite.Smtp;

/// <summary>Makes the application's side of a session. Called once a connection, and again when XCLIENT names another client.</summary>
public interface ISmtpSessionFactory
{
    ISmtpSession Create(SmtpClientHost client);
}
